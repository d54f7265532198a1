"""Fictional people's names. Accents, apostrophes, double barrels, and one that a spreadsheet could take for a formula."""

GIVEN = """Aoife Ben Chloé Dafydd Elif Farah George Hanna Idris Jasmine Kwame Leila Marek Niamh Oluwaseun Priya Quentin Rosa
Samir Tomasz Uma Victor Wendy Xanthe Yusuf Zoë Abigail Björn Carys Devon Esther Fiona Grace Harpreet Imogen José Kirsty
Lorcan Maya Nadia Owen Petra Rhys Siân Theo Una Vikram Will Yasmin Zachary Anneliese Bartholomew Siobhán Kai""".split()

FAMILY = """Abara Brennan Clarke D'Souza Evans Fitzgerald Grzelak Hussain Ivanova Jones Khan Löfgren Mensah Novák O'Brien
Patel Quinn Rees Shah Taylor Ubogu Vasquez Whitfield Xu Yilmaz Zielińska Ashdown-Price Barrow Carter-Lloyd Dhillon
Ellwood Farrow Greenhalgh Holt Ilesanmi Jarvis Kettlewell Lund Marlowe Nwosu Okafor Pemberton Rathbone St-John Tremayne
Underhill Vaughan-Reid Wójcik Yardley Zaman M'Bala Sørensen""".split()

FORMULA_NAME = "=Hart"
